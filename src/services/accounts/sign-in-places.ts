/** Where an account has signed in recently. The list is limited and stored with the account, so a flood from elsewhere cannot displace it. */
import type { SignInPlace } from '../../data/contracts/index.ts';
import { KNOWN_DAYS } from './device-marks.ts';

const MOST = 8;

const isRecent = ({ at }: SignInPlace, now: number): boolean =>
  Date.parse(at) > now - KNOWN_DAYS * 86_400_000;

/** Whether the account has signed in from this place within 30 days. */
export const isKnownPlace = (places: readonly SignInPlace[], block: string, now = Date.now()): boolean =>
  places.some((one) => one.block === block && isRecent(one, now));

/** The places after a success: the newest first, eight at most. */
export function withPlace(places: readonly SignInPlace[], block: string, now = Date.now()): SignInPlace[] {
  const others = places.filter((one) => one.block !== block && isRecent(one, now));
  return [{ block, at: new Date(now).toISOString() }, ...others].slice(0, MOST);
}
