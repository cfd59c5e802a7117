"""What programs hold of people: nothing of their own."""

from common.personal.registry import mention, plain
from programs.models import FormAnswer, JobRun, Program, Revision, Site

plain(Program)
plain(Site)
plain(Revision)
mention(JobRun, "outcome")
plain(JobRun, "job")
plain(FormAnswer)  # encrypted with a key that only the sender's browser has, and deleted after a day
