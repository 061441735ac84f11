import { defineLifecycle } from '../../kernel/index.js';

/** Deadlines of a key: its own end, and the end of its old secret. */
export const API_KEY_EXPIRY = 'api-key.expiry';
export const API_KEY_OVERLAP = 'api-key.overlap';

export type ApiKeyState = 'active' | 'rotating' | 'revoked' | 'expired';

/** While a key rotates, its old and its new secret are both valid. */
export const apiKeyLifecycle = defineLifecycle({
  name: 'api_key',
  table: 'api_keys',
  states: ['active', 'rotating', 'revoked', 'expired'],
  initial: 'active',
  final: ['revoked', 'expired'],
  transitions: [
    { action: 'rotate', from: ['active', 'rotating'], to: 'rotating', by: ['seller'] },
    { action: 'finish_rotation', from: ['rotating'], to: 'active', by: ['timer'], timer: 'end of the overlap' },
    { action: 'revoke', from: ['active', 'rotating'], to: 'revoked', by: ['seller', 'admin'] },
    { action: 'expire', from: ['active', 'rotating'], to: 'expired', by: ['timer'], timer: 'expiresAt' },
  ],
});
