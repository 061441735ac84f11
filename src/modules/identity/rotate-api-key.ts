import { Injectable } from '@nestjs/common';
import { Clock, plus, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { API_KEY_OVERLAP, apiKeyLifecycle } from './api-key.lifecycle.js';
import { ApiKeySecrets } from './api-key-secrets.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { NewApiKeyView } from './api-keys.dto.js';
import { assertActsFor } from './member-rules.js';

/** A seller replaces the secret of a key; the one before stays valid for the overlap. */
@Injectable()
export class RotateApiKey {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeysRepository,
    private readonly secrets: ApiKeySecrets,
    private readonly deadlines: Deadlines,
    private readonly clock: Clock,
  ) {}

  run(actor: Actor, sellerId: Id<'sel'>, keyId: Id<'key'>, overlapDays: number, once: Once): Promise<NewApiKeyView> {
    assertActsFor(actor, sellerId, 'manager');
    return once.run(this.uow, (tx) => this.rotate(tx, actor, sellerId, keyId, overlapDays));
  }

  private async rotate(
    tx: Tx,
    actor: Actor,
    sellerId: Id<'sel'>,
    keyId: Id<'key'>,
    overlapDays: number,
  ): Promise<NewApiKeyView> {
    const known = await this.keys.find(tx, keyId, sellerId);
    if (!known) throw new NotFound({ what: 'API key' });
    const at = this.clock.now();
    const overlapUntil = plus(at, `P${overlapDays}D`);
    const issued = this.secrets.issue(known.publicId);
    await moveOne(tx, apiKeyLifecycle, keyId, { action: 'rotate', actor, at });
    await this.keys.rotate(tx, keyId, issued.hmac, at, overlapUntil);
    await this.deadlines.set(tx, API_KEY_OVERLAP, keyId, overlapUntil);
    return NewApiKeyView.withSecret({ ...known, state: 'rotating' }, issued.key);
  }
}
