import { Module } from '@nestjs/common';
import { CompaniesModule } from '../companies/index.js';
import { LedgerModule } from '../ledger/index.js';
import { OrdersModule } from '../orders/index.js';
import { PaymentsModule } from '../payments/index.js';
import { SettlementModule } from '../settlement/index.js';
import { AgeingQueries } from './ageing-queries.js';
import { AgeingRepository } from './ageing.repository.js';
import { ApplyCredit } from './apply-credit.js';
import { ApplyReceipt } from './apply-receipt.js';
import { ApplyToInvoice } from './apply-to-invoice.js';
import { BankReceiptsController } from './bank-receipts.controller.js';
import { CompanyCreditUses } from './company-credit-uses.repository.js';
import { CreditNotes } from './credit-notes.repository.js';
import { CreditRefund, RefundSteps } from './credit-refund.js';
import { InvoiceQueries } from './invoice-queries.js';
import { InvoiceWriteOffs } from './invoice-write-offs.repository.js';
import { InvoicesController } from './invoices.controller.js';
import { InvoicesRepository } from './invoices.repository.js';
import { IssueInvoice } from './issue-invoice.js';
import { NetTermsJobs } from './net-terms.jobs.js';
import { OpenInvoice } from './open-invoice.js';
import { ReceiptQueries } from './receipt-queries.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { RecordBankReceipt } from './record-receipt.js';
import { RemindInvoice } from './remind-invoice.js';
import { RemindersRepository } from './reminders.repository.js';
import { ReturnReceipt } from './return-receipt.js';
import { SettleInvoice } from './settle-invoice.js';
import { WriteOffInvoice } from './write-off-invoice.js';

const repositories = [AgeingRepository, CompanyCreditUses, CreditNotes, InvoiceWriteOffs, InvoicesRepository];
const billing = [IssueInvoice, OpenInvoice, SettleInvoice, CreditRefund, RefundSteps, RemindInvoice, NetTermsJobs];
const paying = [ReceiptsRepository, RecordBankReceipt, ApplyReceipt, ApplyToInvoice, ReturnReceipt, ReceiptQueries];
const finance = [ApplyCredit, WriteOffInvoice, AgeingQueries, InvoiceQueries, RemindersRepository];

@Module({
  imports: [CompaniesModule, LedgerModule, OrdersModule, PaymentsModule, SettlementModule],
  controllers: [InvoicesController, BankReceiptsController],
  providers: [...repositories, ...billing, ...paying, ...finance],
  exports: [RecordBankReceipt],
})
export class NetTermsModule {}
