package io.github.featurescope.examples.toys;

/**
 * Where a claim comes from.
 *
 * @param citation authors, venue and year
 * @param arxiv identifier such as 2202.06526, or empty if there is none
 */
public record Paper(String citation, String arxiv) {

  @Override
  public String toString() {
    return arxiv.isEmpty() ? citation : citation + ", arXiv " + arxiv;
  }
}
