// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of Java's memory in which something may be kept: pieces of images that may be asked for again, and tables that
 * grow with what is in an image. Whoever keeps something has a {@link HeapShare} of it, and shares never add up to more.
 * Thread-safe.
 *
 * <p>What is held firmly is granted or refused, and takes three quarters at most. What can be thrown away gets the rest:
 * each share what it wants, or, where that is too much for all, the same as others that want as much or more (max-min
 * fairness; Bertsekas and Gallager, Data Networks, 1992, section 6.5.2). So a newcomer gets its part at once.
 */
public final class HeapBudget {
    private static final long SHARE_OF_HEAP = 2;
    private static final long PATIENCE_MILLIS = 100;
    private static final HeapBudget USUAL = new HeapBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

    private final long bytes;
    private final Set<HeapAccount> accounts = new HashSet<>();
    private final ReferenceQueue<HeapShare> gone = new ReferenceQueue<>();
    /** What all shares want beyond what they hold; more than is there while some get less. */
    private long wanted;

    private long held;

    private HeapBudget(long bytes) {
        this.bytes = bytes;
    }

    /** Creates one of so many bytes, which no other knows of. */
    public static HeapBudget create(long bytes) {
        return new HeapBudget(bytes);
    }

    /** Returns that of this process: half of the largest heap. */
    public static HeapBudget usual() {
        return USUAL;
    }

    /** Returns how many bytes all shares have together at most. */
    public long bytes() {
        return bytes;
    }

    /** Returns a share of something that is held firmly, empty at first. */
    public HeapShare share() {
        return share(() -> {});
    }

    /**
     * Returns a share, empty at first. It is given back when it is closed, or when nobody has it any more.
     *
     * @param trim throws away what is beyond the share, which has become smaller; called by any thread, and asks nothing of
     *     this budget
     */
    public HeapShare share(Runnable trim) {
        return new HeapShare(this, trim);
    }

    synchronized HeapAccount open(HeapShare share) {
        HeapAccount account = new HeapAccount(share, gone);
        accounts.add(account);
        return account;
    }

    void close(HeapAccount account) {
        List<HeapShare> smaller;
        synchronized (this) {
            forget(account);
            smaller = divide();
        }
        smaller.forEach(HeapShare::trim);
    }

    void want(HeapAccount account, long most) {
        List<HeapShare> smaller;
        synchronized (this) {
            if (!accounts.contains(account)) {
                return;
            }
            boolean plenty = held + wanted <= bytes;
            forgetGone();
            wanted += most - account.wanted;
            account.wanted = most;
            if (plenty && held + wanted <= bytes) { // as all have what they want, and mostly go on having it
                account.granted = account.held + most;
                return;
            }
            smaller = divide();
        }
        smaller.forEach(HeapShare::trim);
    }

    /** Holds so many bytes, of which shares that nobody has any more may first have to be found. */
    boolean hold(HeapAccount account, long firm) {
        if (holdNow(account, firm)) {
            return true;
        }
        System.gc(); // as what is not used any more is known to be so only then
        while (waitForGone()) {
            if (holdNow(account, firm)) {
                return true;
            }
        }
        return false;
    }

    private boolean waitForGone() {
        try {
            Reference<? extends HeapShare> account = gone.remove(PATIENCE_MILLIS);
            if (account instanceof HeapAccount found) {
                close(found);
            }
            return account != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean holdNow(HeapAccount account, long firm) {
        List<HeapShare> smaller;
        boolean enough;
        synchronized (this) {
            forgetGone();
            enough = firm <= account.held || (accounts.contains(account) && firm - account.held <= left());
            if (enough && accounts.contains(account)) {
                held += firm - account.held;
                account.held = firm;
            }
            smaller = divide();
        }
        smaller.forEach(HeapShare::trim);
        return enough;
    }

    /** Returns how many bytes are left to be held. */
    synchronized long left() {
        return Math.max(0, bytes / 4 * 3 - held);
    }

    private void forgetGone() {
        Reference<? extends HeapShare> account = gone.poll();
        while (account != null) {
            if (account instanceof HeapAccount found) {
                forget(found);
            }
            account = gone.poll();
        }
    }

    private void forget(HeapAccount account) {
        if (accounts.remove(account)) {
            held -= account.held;
            wanted -= account.wanted;
            account.held = 0;
            account.granted = 0;
        }
    }

    /** Divides what is not held; returns the shares that have become smaller. */
    private List<HeapShare> divide() {
        List<HeapAccount> rising = new ArrayList<>(accounts);
        rising.sort(Comparator.comparingLong(account -> account.wanted));
        long[] parts = new long[rising.size()];
        long left = bytes - held;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = rising.get(i).held + Math.min(rising.get(i).wanted, left / (parts.length - i));
            left -= parts[i] - rising.get(i).held;
        }
        List<HeapShare> smaller = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] < rising.get(i).granted) { // first, so that at no time there is more than there is
                rising.get(i).granted = parts[i];
                HeapShare share = rising.get(i).get();
                if (share != null) {
                    smaller.add(share);
                }
            }
        }
        for (int i = 0; i < parts.length; i++) {
            rising.get(i).granted = parts[i];
        }
        return smaller;
    }
}
