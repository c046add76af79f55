/** Loaded before each test file, so that tests import the same bundled packages as the server. */
import { loadFromBundle } from '../../src/runtime/package-bundle.ts';

loadFromBundle();
