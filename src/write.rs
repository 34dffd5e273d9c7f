//! Routes → the output folder, safely. Alone reads and writes `.shirube/`.
