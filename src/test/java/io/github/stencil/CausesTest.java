// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Reads our sources as the compiler does: what a catch clause throws carries what it caught, what it passes over it says
 * why, and refusals are of one kind.
 */
class CausesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    /** The JDK throws it while a folder is listed; the doors put it into words like any other. */
    private static final List<String> MAY_MEET_UNCHECKED = List.of("Failures.java", "FileTrouble.java");

    @Test
    void everyRefusalKeepsItsCause() throws IOException {
        List<Catch> all = ours();
        assertThat(all).hasSizeGreaterThan(200);
        assertThat(all.stream().flatMap(one -> one.faults().stream())).isEmpty();
    }

    @Test
    void nobodyThrowsAnUncheckedIoException() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !MAY_MEET_UNCHECKED.contains(
                                    file.getFileName().toString()))
                            .filter(file -> text(file).contains("UncheckedIOException")))
                    .as("FileTrouble has the words")
                    .isEmpty();
        }
    }

    @Test
    void theGateSeesACauseThatIsDropped() {
        assertThat(faults("try { f(); } catch (Exception e) { throw new IllegalStateException(e); }"))
                .isEmpty();
        assertThat(faults("try { f(); } catch (Exception e) { throw StencilException.of(e, \"x\"); }"))
                .isEmpty();
        assertThat(faults("try { f(); } catch (Exception e) { throw e; }")).isEmpty();
        assertThat(faults("try { f(); } catch (Exception e) { throw (RuntimeException) e.getCause(); }"))
                .isEmpty();
        assertThat(faults("try { f(); } catch (Exception e) { throw stopped ? failed(\"x\", e) : e; }"))
                .isEmpty();
        assertThat(faults("try { f(); } catch (Exception e) { throw new StencilException(\"x\" + e); }"))
                .hasSize(1);
        assertThat(faults("try { f(); } catch (Exception e) { throw new StencilException(words(e)); }"))
                .hasSize(1);
        assertThat(faults("try { f(); } catch (Exception e) { if (e.getMessage() == null) { throw wrong(); } g(e); }"))
                .hasSize(1);
        assertThat(faults("try { f(); } catch (Exception e) { throw new A(say(e)); // the cause does not travel\n }"))
                .isEmpty();
    }

    @Test
    void theGateSeesSilence() {
        assertThat(faults("try { f(); } catch (Exception e) { return; }")).hasSize(1);
        assertThat(faults("try { f(); } catch (Exception e) { return; // it may be gone\n }"))
                .isEmpty();
        assertThat(faults("try { f(); } catch (Exception e) { say(e); }")).isEmpty();
        assertThat(faults("try { f(); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }"))
                .isEmpty();
    }

    @Test
    void theGateSeesAHelperThatDropsIt() {
        assertThat(methodFaults("A failed(Exception e) { return new A(\"x\" + e); }"))
                .hasSize(1);
        assertThat(methodFaults("A failed(Exception e) { return new A(\"x\", e); }"))
                .isEmpty();
    }

    /** A clause, or a method that makes an exception of another one. */
    private record Catch(String place, List<String> faults) {}

    private static List<String> faults(String statement) {
        return methodFaults("void m() { " + statement + " }");
    }

    private static List<String> methodFaults(String method) {
        String source = "class A extends RuntimeException { " + method + " }";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean lenient) {
                return source;
            }
        };
        return read(List.of(file)).stream()
                .flatMap(one -> one.faults().stream())
                .toList();
    }

    private static List<Catch> ours() throws IOException {
        StandardJavaFileManager files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
        try (files;
                Stream<Path> all = Files.walk(SOURCES)) {
            List<Path> sources =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            return read(files.getJavaFileObjectsFromPaths(sources));
        }
    }

    private static List<Catch> read(Iterable<? extends JavaFileObject> files) {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, files);
        List<Catch> found = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(unit, Trees.instance(task), found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Reader extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<Catch> found;

        Reader(CompilationUnitTree unit, Trees trees, List<Catch> found) {
            this.unit = unit;
            this.trees = trees;
            this.found = found;
        }

        @Override
        public Void visitCatch(CatchTree clause, Void nothing) {
            String name = clause.getParameter().getName().toString();
            List<String> faults = dropped(clause.getBlock(), name, Tree.Kind.THROW);
            boolean interrupts = clause.getBlock().toString().contains(".interrupt()");
            if (!mentions(clause.getBlock(), name)
                    && !interrupts
                    && !words(clause).contains("//")) {
                faults.add(place(clause) + " passes over " + name + " without saying why");
            }
            found.add(new Catch(place(clause), faults));
            return super.visitCatch(clause, nothing);
        }

        /** Looks into methods that make one exception of another. */
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            String made = String.valueOf(method.getReturnType());
            BlockTree body = method.getBody();
            if (body != null && (made.endsWith("Exception") || made.equals("A"))) {
                for (VariableTree given : method.getParameters()) {
                    String type = given.getType().toString();
                    if (type.endsWith("Exception") || type.endsWith("Throwable") || type.endsWith("Error")) {
                        found.add(new Catch(
                                place(method), dropped(body, given.getName().toString(), Tree.Kind.RETURN)));
                    }
                }
            }
            return super.visitMethod(method, nothing);
        }

        private List<String> dropped(BlockTree block, String name, Tree.Kind how) {
            List<String> faults = new ArrayList<>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitThrow(ThrowTree thrown, Void nothing) {
                    return how == Tree.Kind.THROW ? check(thrown, thrown.getExpression()) : null;
                }

                @Override
                public Void visitReturn(ReturnTree made, Void nothing) {
                    return how == Tree.Kind.RETURN ? check(made, made.getExpression()) : null;
                }

                @Override
                public Void visitLambdaExpression(LambdaExpressionTree later, Void nothing) {
                    return null; // what it returns is its own affair
                }

                @Override
                public Void visitCatch(CatchTree inner, Void nothing) {
                    return null; // a clause of its own
                }

                private Void check(Tree statement, ExpressionTree expression) {
                    if (!carries(expression, name) && !words(block).matches("(?s).*//[^\n]*\\bcause\\b.*")) {
                        faults.add(place(statement) + " drops " + name + ": " + statement);
                    }
                    return null;
                }
            }.scan(block, null);
            return faults;
        }

        /** Whether an expression is what was caught, or is given it, or its cause, as an argument. */
        private static boolean carries(ExpressionTree expression, String name) {
            if (expression instanceof ParenthesizedTree inner) {
                return carries(inner.getExpression(), name);
            }
            if (expression instanceof TypeCastTree cast) {
                return carries(cast.getExpression(), name);
            }
            if (expression instanceof ConditionalExpressionTree either) {
                return carries(either.getTrueExpression(), name) && carries(either.getFalseExpression(), name);
            }
            if (expression instanceof NewClassTree made) {
                return made.getArguments().stream().anyMatch(argument -> is(argument, name));
            }
            if (expression instanceof MethodInvocationTree call) {
                return is(call, name) || call.getArguments().stream().anyMatch(argument -> is(argument, name));
            }
            // a variable that is not the one caught was bound by a pattern, or made before
            return expression instanceof IdentifierTree;
        }

        private static boolean is(ExpressionTree expression, String name) {
            String text = expression.toString();
            return text.equals(name) || text.equals(name + ".getCause()");
        }

        private static boolean mentions(Tree tree, String name) {
            boolean[] seen = {false};
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitIdentifier(IdentifierTree one, Void nothing) {
                    seen[0] |= one.getName().contentEquals(name);
                    return null;
                }
            }.scan(tree, null);
            return seen[0];
        }

        private String words(Tree tree) {
            try {
                CharSequence source = unit.getSourceFile().getCharContent(true);
                int end = (int) trees.getSourcePositions().getEndPosition(unit, tree);
                int start = (int) trees.getSourcePositions().getStartPosition(unit, tree);
                return source.subSequence(start, end).toString();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String place(Tree tree) {
            long start = trees.getSourcePositions().getStartPosition(unit, tree);
            String file = unit.getSourceFile().getName();
            return file.substring(file.lastIndexOf('/') + 1) + ":"
                    + unit.getLineMap().getLineNumber(start);
        }
    }
}
