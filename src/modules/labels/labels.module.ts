import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { OrdersModule } from '../orders/index.js';
import { SellersModule } from '../sellers/index.js';
import { BuyLabel } from './buy-label.js';
import { CarrierInvoicesController } from './carrier-invoices.controller.js';
import { CarrierInvoices } from './carrier-invoices.repository.js';
import { LabelCarriers } from './label-carriers.js';
import { LabelQueries } from './label-queries.js';
import { LabelShelf } from './label-shelf.js';
import { LabelsController } from './labels.controller.js';
import { LabelJobs } from './labels.jobs.js';
import { Labels } from './labels.repository.js';
import { PayCarrier } from './pay-carrier.js';
import { RequestLabel } from './request-label.js';
import { SandboxLabelCarrier } from './sandbox-label-carrier.js';
import { VoidLabel } from './void-label.js';

const VERBS = [BuyLabel, PayCarrier, RequestLabel, VoidLabel];
const READS = [CarrierInvoices, LabelCarriers, LabelQueries, LabelShelf, Labels, SandboxLabelCarrier];

@Module({
  imports: [LedgerModule, OrdersModule, SellersModule],
  controllers: [CarrierInvoicesController, LabelsController],
  providers: [...VERBS, ...READS, LabelJobs],
})
export class LabelsModule {}
