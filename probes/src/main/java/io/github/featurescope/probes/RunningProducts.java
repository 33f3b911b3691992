package io.github.featurescope.probes;

/** A symmetric sum of products of rows that is added to again and again, in place. */
interface RunningProducts {

  /**
   * Puts rows where the next {@link #add} finds them; several threads may put different rows.
   *
   * @param row the first place to fill
   * @param rows row-major, of the sum's size; may hold more
   * @param count how many to put
   */
  void put(int row, double[] rows, int count);

  /** Replaces the sum S by factor × S + rowsᵀ × rows, of the first rows that were put. */
  void add(double factor, int count);

  /** Adds factor × vector × vectorᵀ. */
  void addOuter(double factor, double[] vector);

  /** Keeps a copy of the sum, to go back to. */
  void mark();

  /** Goes back to what {@link #mark()} kept. */
  void reset();

  /** Returns a copy of the sum, exactly symmetric, [size, size]. */
  Matrix sum();
}
