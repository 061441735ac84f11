export { BlindIndex } from './blind-index.js';
export { CryptoModule } from './crypto.module.js';
export { deriveKey } from './derive.js';
export { constantTimeEqual, hmac, randomToken, sha256 } from './digest.js';
export { FieldCipher } from './field-cipher.js';
export { idOfSigned, isSignedMessage, isStampedBody } from './signed-message.js';
export { type InboundMessage, type SignedMessage } from './signed-message.js';
