-- Rights inside one database; see roles.sql. A migration takes more away: ledgers lose UPDATE and DELETE.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO echelon_owner;
GRANT USAGE ON SCHEMA public TO echelon;
ALTER DEFAULT PRIVILEGES FOR ROLE echelon_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO echelon;
ALTER DEFAULT PRIVILEGES FOR ROLE echelon_owner GRANT USAGE, SELECT ON SEQUENCES TO echelon;
