package dev.accountfeed.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The accounts of one answer before they are written, each made when it is asked for.
 *
 * @param single whether the answer is about one account, not a list of perhaps one
 */
record Rows(List<ObjectNode> list, boolean single) {

    static final UnaryOperator<Rows> AS_THEY_ARE = rows -> rows;

    Rows first(int count) {
        return new Rows(list.subList(0, Math.min(count, list.size())), single);
    }

    /** Every row replaced by what the function makes of a copy of it and its index. */
    Rows map(BiFunction<ObjectNode, Integer, ObjectNode> change) {
        return new Rows(
                new AbstractList<>() {
                    @Override
                    public ObjectNode get(int index) {
                        return change.apply(list.get(index).deepCopy(), index);
                    }

                    @Override
                    public int size() {
                        return list.size();
                    }
                },
                single);
    }

    Rows plus(List<ObjectNode> more) {
        return new Rows(
                new AbstractList<>() {
                    @Override
                    public ObjectNode get(int index) {
                        return index < list.size() ? list.get(index) : more.get(index - list.size());
                    }

                    @Override
                    public int size() {
                        return list.size() + more.size();
                    }
                },
                single);
    }
}
