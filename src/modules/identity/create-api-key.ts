import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { NewApiKeyView } from './api-keys.dto.js';
import { IssueApiKey, type KeyRequest } from './issue-api-key.js';
import { assertActsFor } from './member-rules.js';

/** A seller's manager gives software of the seller a key. */
@Injectable()
export class CreateApiKey {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly issue: IssueApiKey,
  ) {}

  run(actor: Actor, sellerId: Id<'sel'>, request: KeyRequest, once: Once): Promise<NewApiKeyView> {
    assertActsFor(actor, sellerId, 'manager');
    return once.run(this.uow, async (tx) => {
      const { apiKey, key } = await this.issue.run(tx, actor, sellerId, request);
      return NewApiKeyView.withSecret(apiKey, key);
    });
  }
}
