export { Books } from './books.js';
export { BooksModule } from './books.module.js';
export { describeFault, type BookFault } from './book-fault.domain.js';
export { readHeads, type KeptHead } from './kept-head.domain.js';
export { verifyBooks, type Verification } from './verify-books.js';
