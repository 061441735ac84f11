export { CartChanged, CartEmpty, QuoteChanged } from './carts.errors.js';
export { CartsModule } from './carts.module.js';
export { Carts, type Quote } from './carts.js';
export { totalsOf, type QuotedLine, type Totals } from './cart.domain.js';
