-- The two roles of the portal, its database, and who may do what in it. Run by psql as a superuser in
-- template1; harmless when all is there. The embedded servers and docker-compose.yml run this same file.
-- Passwords are set when the variables owner_password and runtime_password are given.

SELECT 'CREATE ROLE echelon_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'echelon_owner') \gexec
SELECT 'CREATE ROLE echelon' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'echelon') \gexec

-- The owner of every table: migrations and backups, nothing else.
ALTER ROLE echelon_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE BYPASSRLS;
-- What web and worker are: owns nothing, sees only the tenant it is bound to.
ALTER ROLE echelon LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

-- The owner may do what the runtime role may, and end its sessions when a database is to go.
GRANT echelon TO echelon_owner;

\if :{?owner_password}
ALTER ROLE echelon_owner PASSWORD :'owner_password';
\endif
\if :{?runtime_password}
ALTER ROLE echelon PASSWORD :'runtime_password';
\endif

-- In template1, so that every database made later (the tests') is born with them.
\ir rights.sql

SELECT 'CREATE DATABASE echelon OWNER echelon_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'echelon') \gexec

\connect echelon
\ir rights.sql
