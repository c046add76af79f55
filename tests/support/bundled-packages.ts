/** Loaded before each test file: what a test imports is what the server runs. */
import { loadFromBundle } from '../../src/runtime/package-bundle.ts';

loadFromBundle();
