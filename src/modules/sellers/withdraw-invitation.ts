import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { InvitationsRepository } from './invitations.repository.js';

/** A seller takes an open invitation back. */
@Injectable()
export class WithdrawInvitation {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly invitations: InvitationsRepository,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, sellerId: Id<'sel'>, invitationId: Id<'mem'>): Promise<void> {
    assertActsFor(actor, sellerId, 'manager');
    await this.uow.run(async (tx) => {
      const isWithdrawn = await this.invitations.withdraw(tx, invitationId, sellerId, this.clock.now());
      if (!isWithdrawn) throw new NotFound({ what: 'invitation' });
    });
  }
}
