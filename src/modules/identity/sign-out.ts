import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { sha256 } from '../../platform/crypto/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends the session of an access token, with every token of it. */
@Injectable()
export class SignOut {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  run(accessToken: string): Promise<void> {
    return this.uow.run((tx) => this.sessions.endByToken(tx, sha256(accessToken), this.clock.now(), 'signed_out'));
  }
}
