import { ApiKeySchema } from './api-key.schema.ts';
import { AuditEntrySchema } from './audit.schema.ts';
import { SessionSchema } from './session.schema.ts';
import { UserSchema } from './user.schema.ts';

/** The answers of the account routes, by name. */
export const accountSchemas = [UserSchema, SessionSchema, AuditEntrySchema, ApiKeySchema];
