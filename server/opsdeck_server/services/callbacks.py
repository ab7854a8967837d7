"""What a job that is over owes to somebody's system."""

import json

from opsdeck_server.domain.deliveries import Delivery
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.jobs import Job


def callback_of(job: Job) -> Delivery | None:
    """Return the callback that a job which is over owes, or None.

    The body is the payload of the contract, with its nulls, and is fixed from here on.
    """
    if job.os_callback_url is None or job.completed_at is None:
        return None
    body = {
        "jobId": job.id,
        "osFeatureId": job.os_feature_id,
        "status": job.status.value,
        "prUrl": job.pr_url,
        "prNumber": job.pr_number,
        "filesChanged": job.files_changed,
        "error": job.error,
        "completedAt": job.completed_at.isoformat().replace("+00:00", "Z"),
    }
    return Delivery(
        id=new_id("delivery"),
        job_id=job.id,
        url=job.os_callback_url,
        body=json.dumps(body).encode(),
        created_at=job.completed_at,
        next_attempt_at=job.completed_at,
    )
