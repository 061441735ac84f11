import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { REMINDER_STEPS, type ReminderStep } from './invoice.domain.js';
import { INVOICE_STATES, type InvoiceState } from './invoice.lifecycle.js';

const STATE = { enum: INVOICE_STATES, enumName: 'InvoiceState' };

export class InvoiceQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...INVOICE_STATES])
  state?: InvoiceState;
}

export class FinanceInvoiceQuery extends InvoiceQuery {
  @IsOptional()
  @IsWireId('cmp')
  companyId?: string;
}

export class InvoicedCompanyView {
  name!: string;
  country!: string;
}

export class InvoiceLineView {
  /** `refunded`: what went back before the invoice was issued, as a negative total. */
  @ApiProperty({ enum: ['good', 'refunded'], enumName: 'InvoiceLineKind' })
  kind!: string;
  title!: string;
  sku!: string | null;
  quantity!: number;
  unitPrice!: MoneyView;
  item!: MoneyView;
  tax!: MoneyView;
  shipping!: MoneyView;
  discount!: MoneyView;
  total!: MoneyView;
}

/** A sale that is owed in another currency than its seller settles in. */
export class InvoiceSaleView {
  /** The quote of the order, whose rate turns the one into the other. */
  quoteId!: string;
  /** What the lines add up to. */
  total!: MoneyView;
}

/** What a company owes for one seller order; it does not change once it is issued. */
export class InvoiceView {
  @ApiProperty({ type: String, example: 'inv_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  /** To be named when it is paid. */
  @ApiProperty({ type: String, maxLength: 40, example: 'INV-SOUK-00000042' })
  number!: string;
  legalEntity!: string;
  companyId!: string;
  company!: InvoicedCompanyView;
  orderId!: string;
  sellerOrderId!: string;
  @ApiProperty(STATE)
  state!: InvoiceState;
  version!: number;
  total!: MoneyView;
  /** What is still to be paid. */
  open!: MoneyView;
  paid!: MoneyView;
  /** By credit notes, whether it was paid or not. */
  credited!: MoneyView;
  writtenOff!: MoneyView;
  termDays!: number;
  /** The platform pays the seller before the company pays. */
  financed!: boolean;
  issuedAt!: string;
  dueAt!: string;
  /** In the currency that the seller settles in. */
  lines!: InvoiceLineView[];
  /** Absent where the lines are in the currency of the invoice. */
  sale?: InvoiceSaleView;
}

export class CreditNoteView {
  id!: string;
  @ApiProperty({ type: String, maxLength: 40, example: 'CRN-SOUK-00000007' })
  number!: string;
  refundId!: string;
  amount!: MoneyView;
  /** Of it, what need not be paid any more. */
  reduced!: MoneyView;
  /** Of it, what was paid and is the company’s credit now. */
  givenBack!: MoneyView;
  issuedAt!: string;
}

export class InvoiceReminderView {
  invoiceId!: string;
  number!: string;
  companyId!: string;
  @ApiProperty({ enum: REMINDER_STEPS, enumName: 'ReminderStep' })
  step!: ReminderStep;
  /** What was open then. */
  open!: MoneyView;
  dueAt!: string;
  remindedAt!: string;
}

export class InvoiceDetailView extends InvoiceView {
  creditNotes!: CreditNoteView[];
  reminders!: InvoiceReminderView[];
}

export class InvoicePage extends PageOf(InvoiceView) {}
export class InvoiceReminderPage extends PageOf(InvoiceReminderView) {}

/** What a company owes in a currency, by how long it is overdue. */
export class AgeingView {
  companyId!: string;
  currency!: string;
  /** Not due yet. */
  current!: MoneyView;
  days1To30!: MoneyView;
  days31To60!: MoneyView;
  days61To90!: MoneyView;
  over90Days!: MoneyView;
  total!: MoneyView;
  /** By the books: the same as the total as soon as everything accepted is invoiced. */
  inLedger!: MoneyView;
  /** What the company has paid or got back and not used. */
  credit!: MoneyView;
}

export class AgeingPage extends PageOf(AgeingView) {}
