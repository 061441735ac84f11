export { Inventory, type ReservationRequest } from './inventory.js';
export { OutOfStock, ReservationEnded } from './inventory.errors.js';
export { InventoryModule } from './inventory.module.js';
export type { StockLine } from './stock.domain.js';
