import { Injectable } from '@nestjs/common';
import { Clock, isStaff, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { API_KEY_EXPIRY, API_KEY_OVERLAP, apiKeyLifecycle } from './api-key.lifecycle.js';
import { ApiKeyView } from './api-keys.dto.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { assertActsFor } from './member-rules.js';

/** A seller's manager, or an administrator, ends a key with all its secrets at once. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeysRepository,
    private readonly deadlines: Deadlines,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, sellerId: Id<'sel'>, keyId: Id<'key'>, once: Once): Promise<ApiKeyView> {
    if (!isStaff(actor, 'admin')) assertActsFor(actor, sellerId, 'manager');
    return once.run(this.uow, async (tx) => {
      const known = await this.keys.find(tx, keyId, sellerId);
      if (!known) throw new NotFound({ what: 'API key' });
      await moveOne(tx, apiKeyLifecycle, keyId, { action: 'revoke', actor, at: this.clock.now() });
      await this.deadlines.cancel(tx, API_KEY_EXPIRY, keyId);
      await this.deadlines.cancel(tx, API_KEY_OVERLAP, keyId);
      return ApiKeyView.of({ ...known, state: 'revoked' });
    });
  }
}
