"""Every job by its name: the map that lets lower floors reach up through the outbox."""

from ngoapp.acknowledgments import jobs as acknowledgments
from ngoapp.core.queue import Jobs
from ngoapp.receipts import jobs as receipts

JOBS: Jobs = {
    "acknowledgments.draft": acknowledgments.draft,
    "receipts.correct": receipts.correct,
    "receipts.issue": receipts.issue,
    "receipts.send": receipts.send,
    "receipts.void": receipts.void,
}
