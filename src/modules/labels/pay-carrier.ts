import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, toMoney, type Once } from '../../platform/http/index.js';
import { Ledger } from '../ledger/index.js';
import { CarrierInvoices } from './carrier-invoices.repository.js';
import { carrierPaidJournal } from './label-journals.js';
import { carrierInvoiceLifecycle } from './label.lifecycle.js';
import type { CarrierInvoiceView, RecordCarrierInvoiceDto } from './labels.dto.js';
import { InvoiceDiffers } from './labels.errors.js';
import { carrierInvoiceView } from './labels.view.js';

/** A carrier's invoice is compared with the labels that were bought, and paid out of the platform's own money. */
@Injectable()
export class PayCarrier {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly invoices: CarrierInvoices,
  ) {}

  /** Of every label bought before `until` that is on no invoice. @throws InvoiceDiffers, CarrierInvoiceKnown */
  record(actor: UserActor, wanted: RecordCarrierInvoiceDto, once: Once): Promise<CarrierInvoiceView> {
    const { carrier, number } = wanted;
    return once.run(this.uow, async (tx) => {
      const { amount: total, currency } = toMoney(wanted.total);
      const open = await this.invoices.open(tx, carrier, currency, new Date(wanted.until));
      const expected = open.reduce((sum, { cost }) => sum + cost, 0);
      if (total === 0 || total !== expected) throw new InvoiceDiffers({ labels: open.length, total: expected });
      const recorded = { recordedBy: actor.userId, recordedAt: this.clock.now() };
      const row = { id: newId('cri'), carrier, number, currency, total, labels: open.length, ...recorded };
      return carrierInvoiceView(
        await this.invoices.insert(
          tx,
          row,
          open.map(({ id }) => id),
        ),
      );
    });
  }

  /** @throws NotFound, IllegalTransition, CarrierSecondPersonNeeded, CarrierTransferKnown */
  pay(actor: UserActor, id: Id<'cri'>, bankReference: string, once: Once): Promise<CarrierInvoiceView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const paid = await this.invoices.pay(tx, id, actor.userId, at, bankReference);
      if (!paid) {
        if (!(await this.invoices.exists(tx, id))) throw new NotFound({ what: 'carrier invoice' });
        throw new IllegalTransition({ subject: 'carrier_invoice', action: 'pay' });
      }
      const { to: state } = await moveOne(tx, carrierInvoiceLifecycle, id, { action: 'pay', actor, at });
      const total = money(paid.total, paid.currency);
      const circumstances = { effectiveAt: at, actor, places: { carrier: paid.carrier } };
      await this.ledger.post(tx, carrierPaidJournal(id, total, circumstances));
      return carrierInvoiceView({ ...paid, state });
    });
  }
}
