//! Every call is somebody's.

use super::*;

#[test]
fn calls_of_nobody_and_of_root_are_refused() {
	with_registry(|| {
		let service = create(OWNER, terms());
		let [a, ..] = OPS;
		let (key, proof) = prove(service, a, &pair(1));
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let by = || origin.clone();
			assert_noop!(Services::create(by(), terms(), vec![]), BadOrigin);
			assert_noop!(Services::update_terms(by(), service, stricter()), BadOrigin);
			assert_noop!(Services::accept_terms(by(), service, 1), BadOrigin);
			assert_noop!(Services::set_metadata(by(), service, vec![]), BadOrigin);
			assert_noop!(Services::apply(by(), service, 1, key, proof.clone()), BadOrigin);
			assert_noop!(Services::approve(by(), service, a), BadOrigin);
			assert_noop!(Services::reject(by(), service, a), BadOrigin);
			assert_noop!(Services::leave(by(), service), BadOrigin);
			assert_noop!(Services::eject(by(), service, a), BadOrigin);
			assert_noop!(Services::set_key(by(), service, key, proof.clone()), BadOrigin);
			assert_noop!(Services::close(by(), service), BadOrigin);
			assert_noop!(Services::clear_membership(by(), service, a), BadOrigin);
			assert_noop!(Services::remove(by(), service), BadOrigin);
		}
	});
}
