// `node --import ./scripts/typescript.js file.ts` runs TypeScript without a build: for tests and tools, not for the product.
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
