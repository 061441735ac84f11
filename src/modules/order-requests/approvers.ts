import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Forbidden, NotFound } from '../../platform/http/index.js';
import { Companies, mayApprove, type MemberRow } from '../companies/index.js';
import { AnotherApproverNeeded } from './order-requests.errors.js';
import { OrderRequestsRepository, type Decision, type OrderRequestRow } from './order-requests.repository.js';
import { assertWaits, type Closing } from './close-order-request.js';

export interface Claimed {
  readonly row: OrderRequestRow;
  /** What the caller is in the company, until the transaction ends. */
  readonly member: MemberRow;
}

/** Who may decide about a request. */
@Injectable()
export class Approvers {
  constructor(
    private readonly requests: OrderRequestsRepository,
    private readonly companies: Companies,
    private readonly clock: Clock,
  ) {}

  /**
   * A request that waits, locked, and the member who is to decide about it.
   * @throws NotFound to strangers and to members who neither asked nor approve, Forbidden, AnotherApproverNeeded,
   * IllegalTransition
   */
  async claim(tx: Tx, actor: UserActor, id: Id<'orq'>, action: Closing['action']): Promise<Claimed> {
    const row = await this.requests.lock(tx, id);
    const member = row && (await this.companies.member(tx, row.companyId, actor.userId));
    if (!member || !maySee(row, actor, member)) throw new NotFound({ what: 'order request' });
    const isMine = row.requestedBy === actor.userId;
    if (action !== 'withdraw' && isMine) throw new AnotherApproverNeeded({});
    if (action === 'withdraw' && !isMine && member.role !== 'admin') {
      throw new Forbidden({ needs: 'the role admin in the company' });
    }
    assertWaits(row, action);
    return { row, member };
  }

  decisionOf = (actor: UserActor): Decision => ({ by: actor.userId, at: this.clock.now() });
}

/** Who asked for it, and who may approve. */
export const maySee = (row: OrderRequestRow, actor: UserActor, { role }: MemberRow): boolean =>
  row.requestedBy === actor.userId || mayApprove(role);
