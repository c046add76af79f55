import type { FastifyRequest, preHandlerHookHandler } from 'fastify';
import { Fault, type FaultDetail, MOST_DETAILS, upToMost } from '../../errors.ts';
import { soundFields } from '../../schema-faults.ts';
import { faultOf } from '../plugins/faults.plugin.ts';

/** Finds the faults of a body, or of a query, by rules. `sound` are the fields in which the schema found no fault. */
type FindFaults = (
  request: FastifyRequest,
  sound: Record<string, unknown>,
) => FaultDetail[] | Promise<FaultDetail[]>;

/**
 * Options of a route whose body or query has rules that its schema cannot express: the faults of both are reported together, so that callers can
 * correct all of them at once. `find` is asked only when the schema found a fault; the service checks every other request.
 */
export const withRules = (find: FindFaults) => ({
  attachValidation: true as const,
  preHandler: ((request, _reply, done) => {
    if (!request.validationError) return done();
    faultWithRules(request.validationError, request, find).then(done, done);
  }) satisfies preHandlerHookHandler,
});

async function faultWithRules(invalid: Error, request: FastifyRequest, find: FindFaults): Promise<Fault> {
  const fault = faultOf(invalid, request);
  const { details = [] } = fault;
  // A malformed id in the path.
  if (fault.type !== 'validation_failed') return fault;
  const told = new Set(details.map(({ path }) => path));
  // With this many faults, some may not be reported, and their fields would count as sound.
  const more = details.length <= MOST_DETAILS ? await foundBy(find, request, details) : [];
  return new Fault('validation_failed', {
    details: upToMost([...details, ...more.filter(({ path }) => !told.has(path))], 'body'),
  });
}

async function foundBy(
  find: FindFaults,
  request: FastifyRequest,
  details: FaultDetail[],
): Promise<FaultDetail[]> {
  try {
    return await find(request, soundFields(request.body ?? request.query, details));
  } catch (error) {
    // The body is invalid in any case, and that is the answer; this error comes back once the body is corrected.
    if (!(error instanceof Fault))
      request.log.warn(
        { err: error },
        'the rules for a request body could not be checked; the other errors of the request are reported without them',
      );
    return [];
  }
}
