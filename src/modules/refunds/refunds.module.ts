import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/index.js';
import { PaymentsModule } from '../payments/index.js';
import { SettlementModule } from '../settlement/index.js';
import { RefundQueries } from './refund-queries.js';
import { RefundSellerOrder } from './refund-seller-order.js';
import { RefundsController } from './refunds.controller.js';
import { GiveBackSale } from './give-back-sale.js';
import { RefundDetails } from './refunds.repository.js';

@Module({
  imports: [OrdersModule, PaymentsModule, SettlementModule],
  controllers: [RefundsController],
  providers: [GiveBackSale, RefundSellerOrder, RefundQueries, RefundDetails],
})
export class RefundsModule {}
