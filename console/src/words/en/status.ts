export const status = {
  pending: 'Waiting',
  queued: 'Waiting',
  processing: 'Running',
  cancelling: 'Cancelling',
  completed: 'Completed',
  completed_with_failures: 'Completed with failures',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
