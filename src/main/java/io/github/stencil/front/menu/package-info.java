/**
 * A class for each entry of the menu, so that ImageJ's search, its Command Finder and the Source button tell them apart.
 * Compiled for Java 8, so that an ImageJ whose Java is too old for Stencil can still be told.
 */
package io.github.stencil.front.menu;
