package io.github.featurescope.examples.toys;

/**
 * What a toy is, in a line.
 *
 * @param name as on the command line: lower case with hyphens
 * @param claim what theory says, in one sentence
 * @param paper who says so
 */
public record ToyCard(String name, String claim, Paper paper) {}
