export { CartChanged, CartClosed, CartEmpty, QuoteChanged } from './carts.errors.js';
export { CartsModule } from './carts.module.js';
export { Carts, type Quote } from './carts.js';
export type { QuotedLine, Totals } from './cart.domain.js';
