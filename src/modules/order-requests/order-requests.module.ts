import { Module } from '@nestjs/common';
import { CartsModule } from '../carts/index.js';
import { CompaniesModule } from '../companies/index.js';
import { OrdersModule } from '../orders/index.js';
import { ApproveOrderRequest } from './approve-order-request.js';
import { Approvers } from './approvers.js';
import { CloseOrderRequest } from './close-order-request.js';
import { DecideOrderRequest } from './decide-order-request.js';
import { OpenOrderRequest } from './open-order-request.js';
import { OrderRequestDetails } from './order-request-details.js';
import { OrderRequestQueries } from './order-request-queries.js';
import { OrderRequestsController } from './order-requests.controller.js';
import { OrderRequestJobs } from './order-requests.jobs.js';
import { OrderRequestsRepository } from './order-requests.repository.js';
import { RequestOrder } from './request-order.js';

const deciding = [Approvers, ApproveOrderRequest, CloseOrderRequest, DecideOrderRequest];
const asking = [OpenOrderRequest, RequestOrder, OrderRequestDetails];

@Module({
  imports: [CartsModule, CompaniesModule, OrdersModule],
  controllers: [OrderRequestsController],
  providers: [...asking, ...deciding, OrderRequestQueries, OrderRequestsRepository, OrderRequestJobs],
})
export class OrderRequestsModule {}
