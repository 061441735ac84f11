import { Module } from '@nestjs/common';
import { CouponsModule } from '../coupons/index.js';
import { CartsModule } from '../carts/index.js';
import { CompaniesModule } from '../companies/index.js';
import { FxModule } from '../fx/index.js';
import { IdentityModule } from '../identity/index.js';
import { InventoryModule } from '../inventory/index.js';
import { PaymentsModule } from '../payments/index.js';
import { RiskModule } from '../risk/index.js';
import { AcceptSellerOrder } from './accept-seller-order.js';
import { AnnounceSale } from './announce-sale.js';
import { AssessOrder } from './assess-order.js';
import { CancelSellerOrder } from './cancel-seller-order.js';
import { ConfirmDelivery } from './confirm-delivery.js';
import { EndSale } from './end-sale.js';
import { ExpireOrder } from './expire-order.js';
import { FeeExplanations } from './fee-explanations.js';
import { SellerOrderFeesController } from './seller-order-fees.controller.js';
import { FundOrder } from './fund-order.js';
import { HoldOrder } from './hold-order.js';
import { LapseSellerOrder } from './lapse-seller-order.js';
import { MarkConfirmed } from './mark-confirmed.js';
import { MarkDelivered } from './mark-delivered.js';
import { MarkShipped } from './mark-shipped.js';
import { OrderContact } from './order-contact.js';
import { OrderCouponsJobs } from './order-coupons.jobs.js';
import { OrderQueries } from './order-queries.js';
import { OrdersController } from './orders.controller.js';
import { OrdersJobs } from './orders.jobs.js';
import { OrdersRepository } from './orders.repository.js';
import { Orders } from './orders.js';
import { OrderStops } from './order-stops.js';
import { PassTime, Silence } from './pass-time.js';
import { PlaceOrder } from './place-order.js';
import { PlanOrder } from './plan-order.js';
import { RecordPaid } from './record-paid.js';
import { RefundSale } from './refund-sale.js';
import { RefuseSellerOrder } from './refuse-seller-order.js';
import { RegisterOrder } from './register-order.js';
import { SellerOrderQueries } from './seller-order-queries.js';
import { SellerOrderViews } from './seller-order-views.js';
import { SellerOrdersController } from './seller-orders.controller.js';
import { SellerOrdersJobs } from './seller-orders.jobs.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';
import { StartHandling } from './start-handling.js';
import { TakeBack } from './take-back.js';
import { TakenBackRepository } from './taken-back.repository.js';
import { VoidOrder } from './void-order.js';

const placing = [PlaceOrder, PlanOrder, AssessOrder, RegisterOrder, FundOrder, OrderContact];
const paying = [OrderCouponsJobs, RecordPaid, AnnounceSale, HoldOrder, VoidOrder, ExpireOrder, OrdersJobs];
const filling = [
  AcceptSellerOrder,
  StartHandling,
  MarkShipped,
  MarkDelivered,
  MarkConfirmed,
  ConfirmDelivery,
  OrderStops,
  PassTime,
  Silence,
];
const ending = [
  CancelSellerOrder,
  RefuseSellerOrder,
  LapseSellerOrder,
  EndSale,
  RefundSale,
  TakeBack,
  SellerOrdersJobs,
];
const reading = [
  FeeExplanations,
  OrderQueries,
  SellerOrderQueries,
  SellerOrderViews,
  OrdersRepository,
  SellerOrdersRepository,
  TakenBackRepository,
];

@Module({
  imports: [
    CartsModule,
    CompaniesModule,
    CouponsModule,
    FxModule,
    IdentityModule,
    InventoryModule,
    PaymentsModule,
    RiskModule,
  ],
  controllers: [OrdersController, SellerOrdersController, SellerOrderFeesController],
  providers: [Orders, ...placing, ...paying, ...filling, ...ending, ...reading],
  exports: [Orders, PlaceOrder],
})
export class OrdersModule {}
