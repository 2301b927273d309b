// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.reach.kernel.system.Errno;
import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.Libc;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What any user may ask of any Linux kernel.
@EnabledOnOs(OS.LINUX)
class NetlinkTest {
    private static final int GET_LINK = 18, LINK_STRUCTURE = 16, LINK_NAME = 3;

    @Test
    void aFamilyOfGenericNetlinkIsFoundByItsName() throws IOException {
        try (Netlink netlink = Netlink.open(Netlink.GENERIC)) {
            assertThat(GenericFamily.find(netlink, "nlctrl", 1).type()).isEqualTo(0x10);
        }
    }

    @Test
    void aFamilyThatIsNotThereIsAnErrorWithItsNameAndItsWords() throws IOException {
        try (Netlink netlink = Netlink.open(Netlink.GENERIC)) {
            assertThatThrownBy(() -> GenericFamily.find(netlink, "galley-none", 1))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.is(Errno.ENOENT)).isTrue())
                    .hasMessage(
                            "find galley-none in this kernel: (ENOENT, no such file or directory)");
        }
    }

    @Test
    void aDumpOfRoutingNetlinkListsTheInterfaces() throws IOException {
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            List<Message> links =
                    netlink.call(
                            new Request("list the interfaces", GET_LINK, Request.DUMP)
                                    .structure(new byte[LINK_STRUCTURE]));
            assertThat(links)
                    .anySatisfy(link -> {
                        assertThat(link.body().getInt(4)).isEqualTo(Libc.interfaceIndex("lo"));
                        assertThat(link.attributes(LINK_STRUCTURE).string(LINK_NAME))
                                .isEqualTo("lo");
                    });
        }
    }

    @Test
    void theKernelsOwnWordsAreInTheError() throws IOException {
        try (Netlink netlink = Netlink.open(Netlink.ROUTE)) {
            Request cut = new Request("list", GET_LINK, 0).structure(new byte[4]);
            assertThatThrownBy(() -> netlink.call(cut))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("(EINVAL, invalid argument)");
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> Libc.interfaceIndex("galley-none"))
                .hasMessage("the interface galley-none: (ENODEV, no such device)");
    }
}
