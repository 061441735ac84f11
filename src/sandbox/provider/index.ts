export { DAMAGES, FILE_ENCODINGS, type Damage, type FileEncoding } from './damage.js';
export { MAGIC_CARDS, MAGIC_DESTINATIONS, type CardBehaviour, type PayoutBehaviour } from './magic.js';
export type { WebhookUrls } from './messenger.js';
export { startSandboxProvider, type SandboxProvider, type SandboxProviderOptions } from './server.js';
