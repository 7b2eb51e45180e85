// libxslt and libexslt, opened when a script first needs them.
#pragma once

#include <libxslt/extensions.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "interp/ext/xml/lib.h"

namespace tusk {

// The functions that are used: X(name).
#define TUSK_XSL_FUNCTIONS(X)                                                                                \
  X(xsltApplyStylesheetUser)                                                                                 \
  X(xsltFreeSecurityPrefs)                                                                                   \
  X(xsltFreeStylesheet)                                                                                      \
  X(xsltFreeTransformContext)                                                                                \
  X(xsltNewSecurityPrefs) X(xsltNewTransformContext) X(xsltParseStylesheetDoc) X(xsltQuoteOneUserParam)      \
      X(xsltRegisterExtFunction) X(xsltSaveResultToString) X(xsltSecurityForbid) X(xsltSetCtxtSecurityPrefs) \
          X(xsltSetGenericErrorFunc) X(xsltSetSecurityPrefs) X(xsltXPathGetTransformContext)

struct XslLibrary {
#define TUSK_XSL_MEMBER(name) decltype(&::name) name;
  TUSK_XSL_FUNCTIONS(TUSK_XSL_MEMBER)
#undef TUSK_XSL_MEMBER
};
// Ends the script with an error when libxslt is not installed.
const XslLibrary& Xsl();
// Whether libexslt is there, whose functions every transformation may then call.
bool HasExslt();

}  // namespace tusk
