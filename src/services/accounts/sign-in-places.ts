/** Where an account signed in lately. Kept with the account, bounded, so that a flood from elsewhere cannot push it out. */
import type { SignInPlace } from '../../data/contracts/index.ts';
import { KNOWN_DAYS } from './device-marks.ts';

const MOST = 8;

const isRecent = ({ at }: SignInPlace, now: number): boolean =>
  Date.parse(at) > now - KNOWN_DAYS * 86_400_000;

/** Whether the account signed in from there within 30 days. */
export const isKnownPlace = (places: readonly SignInPlace[], block: string, now = Date.now()): boolean =>
  places.some((one) => one.block === block && isRecent(one, now));

/** The places after a success: the newest first, eight at most. */
export function withPlace(places: readonly SignInPlace[], block: string, now = Date.now()): SignInPlace[] {
  const others = places.filter((one) => one.block !== block && isRecent(one, now));
  return [{ block, at: new Date(now).toISOString() }, ...others].slice(0, MOST);
}
