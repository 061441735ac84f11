import { Injectable } from '@nestjs/common';
import { Clock, system, type Actor } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { CreditLimitExceeded, CreditLineNotActive, SpendingLimitExceeded } from './companies.errors.js';
import { creditLineLifecycle } from './credit-line.lifecycle.js';
import { CreditLinesRepository } from './credit-lines.repository.js';
import { CreditUses, type CreditToFree, type CreditToReserve, type Reservation } from './credit-uses.repository.js';

const OVERDUE: Actor = system('net-terms');

/** How much companies may owe, and how much of it is taken; minor units. */
@Injectable()
export class CreditLines {
  constructor(
    private readonly uses: CreditUses,
    private readonly lines: CreditLinesRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes an order's total of the company's line in its currency; the line stays locked until the transaction ends.
   * @throws NotFound unless the person is a member of the company
   * @throws SpendingLimitExceeded, CreditLineNotActive, CreditLimitExceeded
   */
  async reserve(tx: Tx, order: CreditToReserve): Promise<void> {
    if (await this.uses.reserve(tx, order)) return;
    const refusal = await this.uses.refusal(tx, order);
    if (!refusal) throw new NotFound({ what: 'company' });
    if (refusal.isAbovePersonal) throw new SpendingLimitExceeded({});
    if (refusal.state === 'active') throw new CreditLimitExceeded({});
    throw new CreditLineNotActive({ state: refusal.state ?? 'not granted' });
  }

  /** What an order does not owe any more can be ordered again; each cause frees once. */
  free(tx: Tx, release: CreditToFree): Promise<void> {
    return this.uses.free(tx, release);
  }

  /** `undefined` for payments that nobody owes. */
  reservationOf(tx: Tx, paymentId: string): Promise<Reservation | undefined> {
    return this.uses.find(tx, paymentId);
  }

  /** An invoice is overdue: nothing more is ordered on the line, unless it was suspended or closed before. */
  async suspendForOverdue(tx: Tx, companyId: string, currency: string): Promise<void> {
    const line = await this.lines.lock(tx, companyId, currency);
    if (line?.state === 'active') await this.moveForOverdue(tx, line.id, 'suspend');
  }

  /** Nothing is overdue any more: the line is open again, unless finance had suspended it. */
  async reinstateAfterOverdue(tx: Tx, companyId: string, currency: string): Promise<void> {
    const line = await this.lines.lock(tx, companyId, currency);
    if (line?.isSuspendedForOverdue) await this.moveForOverdue(tx, line.id, 'reinstate');
  }

  private async moveForOverdue(tx: Tx, lineId: string, action: 'suspend' | 'reinstate'): Promise<void> {
    const at = this.clock.now();
    const reason = action === 'suspend' ? 'invoice_overdue' : 'nothing_overdue';
    if ((await moveAll(tx, creditLineLifecycle, [lineId], { action, actor: OVERDUE, at, reason })).length === 0) return;
    await this.lines.markSuspension(tx, lineId, action === 'suspend');
    await this.lines.note(tx, lineId, reason, OVERDUE, at);
  }
}
