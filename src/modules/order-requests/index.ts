export { OrderRequestsModule } from './order-requests.module.js';
