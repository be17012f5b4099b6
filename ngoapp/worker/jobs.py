"""Every job by its name: the map that lets lower floors reach up through the outbox."""

from ngoapp.acknowledgments import jobs as acknowledgments
from ngoapp.core.queue import Jobs

JOBS: Jobs = {
    "acknowledgments.draft": acknowledgments.draft,
}
