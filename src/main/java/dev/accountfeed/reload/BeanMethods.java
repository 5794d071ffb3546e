package dev.accountfeed.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.bean.BeanInfo;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.jspecify.annotations.Nullable;

/** Has a {@code bean} step name its method where there are several: Camel itself asks with the first message only. */
public final class BeanMethods implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
        if (step instanceof BeanDefinition bean && bean.getRef() != null && bean.getMethod() == null) {
            Object called = context.getRegistry().lookupByName(bean.getRef());
            if (called != null && !(called instanceof Processor) && isAmbiguous(context, called.getClass())) {
                throw new MissingMethodException(bean.getRef());
            }
        }
        return target;
    }

    private static boolean isAmbiguous(CamelContext context, Class<?> type) {
        BeanInfo methods = new BeanInfo(context, type);
        return methods.getMethods().size() > 1 && !methods.hasAnyMethodHandlerAnnotation();
    }

    static final class MissingMethodException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        private final String bean;

        private MissingMethodException(String bean) {
            super("the bean `" + bean + "` has several methods; write under `method` which one is called");
            this.bean = bean;
        }

        String bean() {
            return bean;
        }
    }
}
