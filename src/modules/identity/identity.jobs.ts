import { Injectable } from '@nestjs/common';
import { Clock, millisecondsOf, system } from '../../kernel/index.js';
import { moveAll, UnitOfWork } from '../../platform/database/index.js';
import { Every, OnDeadline } from '../../platform/messaging/index.js';
import { API_KEY_EXPIRY, API_KEY_OVERLAP, apiKeyLifecycle } from './api-key.lifecycle.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { SessionsRepository } from './sessions.repository.js';

const KEEP_ENDED_SESSIONS = 'P30D';

@Injectable()
export class IdentityJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeysRepository,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  @OnDeadline(API_KEY_EXPIRY)
  async expireKey(keyId: string): Promise<void> {
    const move = { action: 'expire', actor: system('api-key-expiry'), at: this.clock.now() } as const;
    await this.uow.run((tx) => moveAll(tx, apiKeyLifecycle, [keyId], move));
  }

  @OnDeadline(API_KEY_OVERLAP)
  async finishRotation(keyId: string): Promise<void> {
    const at = this.clock.now();
    await this.uow.run(async (tx) => {
      await moveAll(tx, apiKeyLifecycle, [keyId], { action: 'finish_rotation', actor: system('api-key-overlap'), at });
      await this.keys.dropRetired(tx, keyId, at);
    });
  }

  @Every('identity.forget-sessions', { every: 'P1D', at: '03:00' })
  async forgetSessions(at: Date): Promise<void> {
    const before = new Date(at.getTime() - millisecondsOf(KEEP_ENDED_SESSIONS));
    for (let isMore = true; isMore;) isMore = await this.uow.run((tx) => this.sessions.forget(tx, before));
  }
}
