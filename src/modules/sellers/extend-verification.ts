import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { SellersRepository } from './sellers.repository.js';

export const NOTICE = 'sellers.verification-notice';
export const EXPIRY = 'sellers.verification-expiry';

/** A verification holds for so long, by the terms in force; the seller is told before it ends. */
@Injectable()
export class ExtendVerification {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** Since `at`; `days` where it holds for less than the terms say. Returns its end. */
  async run(tx: Tx, sellerId: Id<'sel'>, at: Date, days?: number): Promise<Date> {
    const { verifiedUntil, noticeAt } = await this.sellers.verify(tx, sellerId, at, days);
    await this.deadlines.set(tx, NOTICE, sellerId, noticeAt);
    await this.deadlines.set(tx, EXPIRY, sellerId, verifiedUntil);
    return verifiedUntil;
  }
}
