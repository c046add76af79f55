export const status = {
  pending: 'Pending',
  queued: 'Queued',
  processing: 'Running',
  cancelling: 'Cancelling',
  completed: 'Completed',
  completed_with_failures: 'Completed with failures',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
